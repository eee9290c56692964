// ES5 only: the oldest reader is Chrome 53. Nothing here is needed for reading.
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "kepu-large";

  function save(on) {
    // Storage throws in private windows and in some WebViews; the choice then lasts for the page.
    try {
      if (on) localStorage.setItem(key, "1");
      else localStorage.removeItem(key);
    } catch (error) {}
  }

  var button = document.getElementById("size");
  if (button) {
    var show = function (on) {
      root.className = on ? "js large" : "js";
      button.setAttribute("aria-pressed", on ? "true" : "false");
    };
    show(/\blarge\b/.test(root.className));
    button.hidden = false;
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      show(on);
      save(on);
    });
  }

  // The channel strip scrolls sideways on phones: bring the current one into view.
  var current = document.querySelector(".nav [aria-current]");
  if (current) {
    var strip = current.parentNode.parentNode;
    var hidden = current.getBoundingClientRect().right - strip.getBoundingClientRect().right;
    if (hidden > 0) strip.scrollLeft += hidden + 40;
  }

  // The contents stand open where they are beside the text.
  var contents = document.querySelector(".toc");
  if (contents && window.matchMedia && matchMedia("(min-width: 1080px)").matches) {
    contents.setAttribute("open", "");
  }
})();
