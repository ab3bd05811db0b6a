/**
 * The only script of the preview, served where a page is asked with `check`: it measures the cards and writes what it finds
 * into `body` as `data-check`, for tests and for whoever takes pictures.
 */
export const checkScript = `
addEventListener('load', () => {
const tooWide = [...document.querySelectorAll('.window, .window .block, .window .piece, .window .container, .window pre, .window .modal, .window .home')]
  .filter((one) => one.closest('.scrolls') === null && one.scrollWidth > one.clientWidth + 1)
  .map((one) => (one.closest('.entry')?.id ?? '') + ' ' + one.className + ': ' + one.textContent.trim().slice(0, 60));
const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
const behind = (one) => {
  for (let at = one; at !== null; at = at.parentElement) {
    const [red, green, blue, alpha = 1] = numbers(getComputedStyle(at).backgroundColor);
    if (alpha === 1) return [red, green, blue];
  }
  return [255, 255, 255];
};
const light = (colour) => {
  const [red, green, blue] = colour.map((one) => {
    const part = one / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const faint = [];
for (const one of document.querySelectorAll('.window *')) {
  const said = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  if (!said || one.getClientRects().length === 0) continue;
  const [text, ground] = [light(numbers(getComputedStyle(one).color).slice(0, 3)), light(behind(one))];
  const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
  if (contrast < 4.5) faint.push(contrast.toFixed(2) + ' ' + one.className + ': ' + one.textContent.trim().slice(0, 60));
}
const looks = {};
for (const card of document.querySelectorAll('.card')) {
  const style = getComputedStyle(card.querySelector('.window'));
  looks[card.className] = style.backgroundColor + ' ' + style.color;
}
document.body.dataset.check = JSON.stringify({
  cards: document.querySelectorAll('.card').length,
  unknown: document.querySelectorAll('.unknown, .loud').length,
  broken: [...document.images].filter((one) => one.naturalWidth === 0).length,
  height: Math.ceil(Math.max(...[...document.querySelectorAll('.window')].map((one) => one.getBoundingClientRect().bottom))),
  ends: [...document.querySelectorAll('.window .block, .window .piece')].map((one) => Math.ceil(one.getBoundingClientRect().bottom)),
  tooWide, faint, looks,
  scrollbars: [document.documentElement, ...document.querySelectorAll('.window')].map((one) => getComputedStyle(one).colorScheme),
});
});
`;
