// Small helps: the focus goes to what is to be fixed, and a long text says how much room is left.
(function () {
  'use strict';
  var problem = document.querySelector('[data-focus]');
  if (problem) problem.focus();

  document.querySelectorAll('[data-count]').forEach(function (room) {
    var text = document.getElementById(room.getAttribute('data-count'));
    var words = room.getAttribute('data-words');
    function tell() { room.textContent = words.replace('#', text.maxLength - text.value.length); }
    room.hidden = false;
    text.addEventListener('input', tell);
    tell();
  });
})();
