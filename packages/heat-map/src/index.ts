export { colourMap, type Rgba } from "./colour-map.js";
export { type ColourScale, defaultPercentile, type MapKind, type ScaleOptions, scaleOf } from "./colour-scale.js";
export { encodePng } from "./encode-png.js";
export type { FigureContent } from "./figure.js";
export type { Picture, Size, ValueMap } from "./picture.js";
export { type ChannelReduction, reduceChannels } from "./reduce-channels.js";
export { type Cell, type ContactSheetContent, renderContactSheet } from "./render-contact-sheet.js";
export { type HeatMapContent, renderHeatMap } from "./render-heat-map.js";
