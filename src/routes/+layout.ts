// The page is one static file; everything happens in the browser.
export const prerender = true;
export const ssr = false;
