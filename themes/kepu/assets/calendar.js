// ES5 only. Filters the dates, or courses, on the page; without it the same choices are links to pages.
(function () {
  "use strict";
  var box = document.getElementById("sieve");
  var list = document.getElementById("dates");
  if (!box || !list) return;
  var form = box.querySelector("form");
  var status = document.getElementById("sieve-status");
  var items = [].slice.call(list.querySelectorAll(".act"));
  var blocks = [].slice.call(list.querySelectorAll(".block")).filter(function (block) {
    return block.querySelector(".act");
  });
  var selects = [].slice.call(form.querySelectorAll("select"));

  function values(item, name) {
    return (item.getAttribute("data-" + name) || "").split("|");
  }

  // What the items have, the most usual first.
  function fill(select) {
    var counts = {};
    items.forEach(function (item) {
      values(item, select.name).forEach(function (value) {
        if (value && value !== "*") counts["=" + value] = (counts["=" + value] || 0) + 1;
      });
    });
    var keys = Object.keys(counts).sort(function (one, other) {
      return counts[other] - counts[one] || (one < other ? -1 : 1);
    });
    keys.forEach(function (key) {
      var option = document.createElement("option");
      option.value = key.slice(1);
      option.textContent = key.slice(1) + "（" + counts[key] + "）";
      select.appendChild(option);
    });
    select.parentNode.hidden = keys.length < 2;
  }

  function chosen() {
    return selects.filter(function (select) { return select.value; });
  }

  // The page of all dates with the one thing that was chosen.
  function page(select) {
    var links = document.querySelectorAll("[data-group=" + select.name + "] a");
    return [].slice.call(links).filter(function (link) {
      return link.firstChild.nodeValue === select.value;
    })[0];
  }

  function tell(count, wanted) {
    var part = form.getAttribute("data-part");
    var link = part && wanted.length === 1 && page(wanted[0]);
    status.textContent = wanted.length ? "找到 " + count + " " + (form.getAttribute("data-unit") || "场") + "。" : "";
    if (wanted.length && part) {
      status.textContent += "本页只列了 " + part + " 场" + (link ? "，" : "。");
    }
    if (link && wanted.length) {
      var all = document.createElement("a");
      all.href = link.href;
      all.textContent = "看“" + wanted[0].value + "”的活动";
      status.appendChild(all);
    }
  }

  function apply() {
    var wanted = chosen();
    var count = 0;
    items.forEach(function (item) {
      item.hidden = !wanted.every(function (select) {
        var own = values(item, select.name);
        return own.indexOf(select.value) >= 0 || own.indexOf("*") >= 0;
      });
      if (!item.hidden) count += 1;
    });
    blocks.forEach(function (block) {
      block.hidden = !block.querySelector(".act:not([hidden])");
    });
    tell(count, wanted);
  }

  function remember() {
    var hash = "#" + chosen().map(function (select) {
      return select.name + "=" + encodeURIComponent(select.value);
    }).join("&");
    try {
      history.replaceState(null, "", location.pathname + location.search + (hash === "#" ? "" : hash));
    } catch (refused) {
      // Some browsers let no page from file:// change its address so.
      location.hash = hash;
    }
  }

  function recall() {
    var wanted = {};
    location.hash.slice(1).split("&").forEach(function (pair) {
      var at = pair.indexOf("=");
      try {
        wanted[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1));
      } catch (malformed) {
        // Half a character is no choice.
      }
    });
    selects.forEach(function (select) {
      select.value = wanted[select.name] || "";
      // What the page does not have is no choice either.
      if (select.selectedIndex < 0) select.value = "";
    });
    apply();
    if (chosen().length) box.setAttribute("open", "");
  }

  selects.forEach(fill);
  box.hidden = items.length < 2;
  // It stands open where it is beside the list.
  if (window.matchMedia && matchMedia("(min-width: 960px)").matches) box.setAttribute("open", "");
  form.addEventListener("change", function () {
    apply();
    remember();
  });
  form.addEventListener("reset", function (event) {
    event.preventDefault();
    selects.forEach(function (select) { select.value = ""; });
    apply();
    remember();
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", recall);
  recall();
})();
