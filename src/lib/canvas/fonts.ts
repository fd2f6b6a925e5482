/** The page's type faces, as a canvas' `font` wants them. The first names are those that the page itself loads. */
const sans = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif";
const mono = "'JetBrains Mono Variable', ui-monospace, 'SF Mono', Menlo, Consolas, monospace";

/** Size in CSS pixels. */
export const sansFont = (size: number, weight = 400) => `${weight} ${size}px ${sans}`;
export const monoFont = (size: number, weight = 400) => `${weight} ${size}px ${mono}`;
