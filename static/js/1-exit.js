// Leaving fast. Everything here also works without script, as a plain link to /leave; this makes it
// faster and keeps the pages from coming back.
//   1. hide the page, tell the server, and put a harmless page in this one's place in the history
//   2. Shift three times does the same, unless the person turned that off
//   3. a page that the browser kept in memory is never shown again: it hides itself when left and
//      asks the server anew when it comes back
//   4. what answers a form is asked for by its address when somebody comes back to it: the browser
//      would show a page of its own instead, with no exit on it. Only once it is left: loaded anew
//      where it stands, it sends the same form once more, and nothing that was typed is lost
(function () {
  'use strict';
  var page = document.documentElement;
  var PAUSE = 5000; // ms between two presses
  var presses = 0, last = 0, alone = false, forget = 0;

  function leave() {
    var link = document.querySelector('[data-exit-to]');
    page.hidden = true;
    if (navigator.sendBeacon) navigator.sendBeacon('/leave');
    location.replace(navigator.sendBeacon && link && link.getAttribute('data-exit-to') || '/leave');
  }

  function show(count) {
    var dots = document.querySelector('[data-exit-dots]');
    if (!dots) return;
    dots.hidden = !count;
    for (var i = 0; i < dots.children.length; i++) dots.children[i].className = i < count ? 'on' : '';
  }

  function reset() {
    presses = 0;
    show(0);
  }

  function pressed() {
    var now = Date.now();
    presses = now - last < PAUSE ? presses + 1 : 1;
    last = now;
    clearTimeout(forget);
    if (presses === 3) return leave();
    show(presses);
    forget = setTimeout(reset, PAUSE);
  }

  document.addEventListener('click', function (event) {
    if (!event.target.closest || !event.target.closest('a[href="/leave"]')) return;
    event.preventDefault();
    leave();
  });

  // Shift held for a capital letter or a shortcut is typing, not leaving.
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Shift') { alone = false; reset(); }
    else if (!event.repeat) alone = true;
  });
  document.addEventListener('keyup', function (event) {
    if (event.key === 'Shift' && alone && document.querySelector('[data-exit-key]')) pressed();
  });

  function settle() {
    var address = page.getAttribute('data-come-back');
    if (address) history.replaceState(null, '', address);
  }

  // A page that another site follows is told of it by the first alone; some browsers know only the second.
  addEventListener('beforeunload', settle);
  addEventListener('pagehide', function () { settle(); page.hidden = true; });
  addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });
})();
