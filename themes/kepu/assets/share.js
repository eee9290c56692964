// ES5 only. Without it the texts are selected and copied by hand.
(function () {
  "use strict";
  var told = document.getElementById("copied");
  var buttons = document.querySelectorAll(".copy");

  function copy(text) {
    // Works in WeChat, from file:// and in Chrome 53, where the newer interface does not.
    text.focus();
    text.select();
    text.setSelectionRange(0, text.value.length);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  function prepare(button) {
    var text = button.parentNode.querySelector("textarea");
    var label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      var done = copy(text);
      button.textContent = done ? "已复制" : "没有成功，请按住文字复制";
      told.textContent = button.textContent;
      setTimeout(function () { button.textContent = label; }, 2500);
    });
  }

  for (var index = 0; index < buttons.length; index++) prepare(buttons[index]);
})();
