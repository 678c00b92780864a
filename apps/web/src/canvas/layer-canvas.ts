/** A transparent canvas that fills a container and lets pointers through. */
export function layerCanvas(container: HTMLElement, className: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = className;
  canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none;transform-origin:0 0";
  container.append(canvas);
  return canvas;
}

/** An empty drawing at the resolution of the screen. */
export function cleared(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((length) =>
    Math.round(length * devicePixelRatio),
  );
  const context = canvas.getContext("2d");
  if (canvas.width === width && canvas.height === height) context?.reset();
  else {
    // Setting a size clears the canvas, too.
    canvas.width = width;
    canvas.height = height;
  }
  return context;
}
