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
  return emptied(canvas, {
    width: Math.round(canvas.clientWidth * devicePixelRatio),
    height: Math.round(canvas.clientHeight * devicePixelRatio),
  });
}

/** An empty drawing of so many pixels. */
export function emptied(
  canvas: HTMLCanvasElement,
  { width, height }: { width: number; height: number },
): CanvasRenderingContext2D | null {
  const context = canvas.getContext("2d");
  if (canvas.width === width && canvas.height === height) context?.reset();
  // Setting a size clears the canvas, too.
  else Object.assign(canvas, { width, height });
  return context;
}
