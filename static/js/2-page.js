// Small helps: the focus goes to what is to be fixed, a long text says how much room is left, what is
// shown once can be copied, and a question that only one answer leads to waits for that answer.
(function () {
  'use strict';
  var problem = document.querySelector('[data-focus]');
  if (problem) problem.focus();

  document.querySelectorAll('[data-count]').forEach(function (room) {
    var text = document.getElementById(room.getAttribute('data-count'));
    var words = room.getAttribute('data-words');
    function tell() { room.textContent = words.replace('#', text.maxLength - text.value.length); }
    text.addEventListener('input', tell);
    tell();
  });

  document.querySelectorAll('[data-copy]').forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      var text = document.getElementById(button.getAttribute('data-copy')).textContent;
      navigator.clipboard.writeText(text).then(function () {
        button.textContent = button.getAttribute('data-words');
      });
    });
  });

  document.querySelectorAll('[data-only-when]').forEach(function (part) {
    var name = part.getAttribute('data-only-when'), wanted = part.getAttribute('data-only-is');
    function show() {
      var chosen = document.querySelector('input[name="' + name + '"]:checked');
      part.hidden = !chosen || wanted.split(' ').indexOf(chosen.value) < 0;
    }
    document.querySelectorAll('input[name="' + name + '"]').forEach(function (choice) {
      choice.addEventListener('change', show);
    });
    show();
  });
})();
