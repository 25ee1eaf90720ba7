"""What a browser can tell of a page: each check, in its language, lists faults as sentences."""

TARGETS = """least => {
  const alone = link => {
    const block = link.closest('p, li, dd, dt, td, th, div');
    const around = block.cloneNode(true);
    around.querySelectorAll('a, .unseen').forEach(it => it.remove());
    return !/[\\p{L}\\p{N}]/u.test(around.textContent);
  };
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(it => it.type !== 'hidden' && it.checkVisibility())
    .filter(it => getComputedStyle(it).display !== 'inline' || it.tagName !== 'A' || alone(it))
    .filter(it => {
      const target = ['checkbox', 'radio'].includes(it.type) && it.labels[0] || it;
      const box = target.getBoundingClientRect();
      return Math.round(box.width) < least || Math.round(box.height) < least;
    }).map(it => `too small: ${it.outerHTML.slice(0, 120)}`);
}"""
OVER = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  const cut = [...document.querySelectorAll('body *')].filter(it =>
    it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX !== 'visible'
    && !it.matches('input, textarea, select')
    && it.clientWidth > 1);
  return [...(over > 0 ? [`${over} px too wide`] : []),
          ...cut.map(it => `cut off: ${it.outerHTML.slice(0, 120)}`)];
}"""
# The mark of a list stands beside the first line of what it marks, however many there are.
MARKS = """() => [...document.querySelectorAll('li > a:only-child')].filter(it => {
  if (!it.checkVisibility() || getComputedStyle(it.parentNode).listStyleType === 'none')
    return false;
  const before = document.createTextNode('\u200b'), line = document.createRange();
  it.before(before);
  line.selectNode(before);
  const mark = line.getBoundingClientRect().bottom;
  line.selectNodeContents(it);
  const first = line.getClientRects()[0].bottom;
  before.remove();
  return Math.abs(mark - first) > 2;
}).map(it => `marked at another line: ${it.outerHTML.slice(0, 120)}`)"""
# A day of a month stands in the middle of its cell, whether it leads somewhere or not.
CELLS = """() => [...document.querySelectorAll('.month td > *')].filter(it => {
  const box = it.getBoundingClientRect(), cell = it.parentNode.getBoundingClientRect();
  return box.top < cell.top - 1 || box.bottom > cell.bottom + 1;
}).map(it => `out of its cell: ${it.outerHTML.slice(0, 120)}`)"""
FOCUS = """() => {
  const faults = [], say = (what, it) => faults.push(`${what}: ${it.outerHTML.slice(0, 120)}`);
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(it => it.type !== 'hidden' && it.checkVisibility());
  const covers = [...document.querySelectorAll('*')]
    .filter(it => ['sticky', 'fixed'].includes(getComputedStyle(it).position));
  const covered = it => {
    const box = it.getBoundingClientRect();
    return covers.some(one => {
      const over = one.getBoundingClientRect();
      return !one.contains(it) && !it.matches('.skip')
        && box.top < over.bottom - 1 && box.bottom > over.top + 1;
    });
  };
  for (const it of document.querySelectorAll('[tabindex]'))
    if (it.tabIndex > 0 || it.tabIndex < 0 && stops.includes(it)) say('out of the order', it);
  for (const it of [...stops, ...stops.slice().reverse()]) {
    const box = ['checkbox', 'radio'].includes(it.type) && it.closest('.chip') || it;
    it.focus({preventScroll: true});
    box.scrollIntoView({block: 'nearest'});
    const ring = getComputedStyle(box);
    if (document.activeElement !== it) say('takes no focus', it);
    else if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2) say('no ring', it);
    else if (covered(box)) say('covered', it);
  }
  return [...new Set(faults)];
}"""

# Each pair of text and ground that stands on a page, as the browser has resolved it.
PAIRS = """() => {
  const clear = 'rgba(0, 0, 0, 0)', pairs = new Set();
  for (const it of document.querySelectorAll('body *')) {
    const words = [...it.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    if (!words || !it.checkVisibility() || it.closest('svg')) continue;
    let ground = it;
    while (ground && getComputedStyle(ground).backgroundColor === clear)
      ground = ground.parentElement;
    const under = ground ? getComputedStyle(ground).backgroundColor : 'none';
    pairs.add(`${getComputedStyle(it).color} on ${under}`);
  }
  return [...pairs];
}"""
# In forced colours, without grounds and shadows: what is pressed has an edge, a bar a filling.
EDGES = """() => {
  const say = (what, it) => `${what}: ${it.outerHTML.slice(0, 120)}`;
  const pressed = '.button:not(.quiet), .chip, .leave, .tag, .notice, input, select, textarea';
  const seen = some => [...document.querySelectorAll(some)].filter(it => it.checkVisibility());
  const bare = seen(pressed).filter(it => {
    const edge = getComputedStyle(it);
    return edge.borderTopStyle === 'none' || parseFloat(edge.borderTopWidth) < 1;
  }).filter(it => !['checkbox', 'radio'].includes(it.type));
  const ground = getComputedStyle(document.body).backgroundColor;
  const pale = seen('.bar-fill, .tag path, .part.ok, .dot.ok, .line').filter(it => {
    const ink = getComputedStyle(it), mark = it.matches('.line') ? ink.stroke : ink.fill;
    return mark === ground || mark === getComputedStyle(document.documentElement).backgroundColor;
  });
  return [...bare.map(it => say('no edge', it)), ...pale.map(it => say('cannot be seen', it))];
}"""
# On paper, where only words, tables and bars are left.
INK = """() => {
  const faults = [], black = 'rgb(0, 0, 0)', white = ['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'];
  for (const it of document.querySelectorAll('html, body, body *')) {
    if (!it.checkVisibility() || it.closest('svg')) continue;
    const style = getComputedStyle(it);
    if (style.color !== black || !white.includes(style.backgroundColor))
      faults.push(`not black on white: ${it.outerHTML.slice(0, 100)}`);
  }
  for (const it of document.querySelectorAll('header, nav, footer, [data-exit], button, a'))
    if (it.checkVisibility() && (it.matches('header, nav, footer, [data-exit], button')
                                 || !it.textContent.trim()))
      faults.push(`printed: ${it.outerHTML.slice(0, 100)}`);
  return faults;
}"""
# Where the Tab key has to lead, each by what is said of it; of radios that belong together to one.
STOPS = """() => {
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(it => it.type !== 'hidden' && it.checkVisibility());
  const first = it => it.type !== 'radio' || stops.find(one => one.name === it.name
    && one.form === it.form && (one.checked
    || !stops.some(other => other.checked && other.name === it.name))) === it;
  return stops.filter(first).map(it => it.outerHTML);
}"""
STOP = "() => document.activeElement === document.body ? '' : document.activeElement.outerHTML"
