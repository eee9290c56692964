/* Live reload and the problem overlay of the dev server; never part of a published site. */
(function () {
  var script = document.currentScript;
  var page = script.getAttribute('data-page');
  var hash = script.getAttribute('data-hash');
  var version = 0;
  var box = null;

  function show(text) {
    if (!text) {
      if (box) { box.parentNode.removeChild(box); box = null; }
      return;
    }
    if (!box) {
      box = document.createElement('div');
      box.id = 'kepu-problems';
      box.setAttribute('role', 'alert');
      box.style.cssText = 'position:fixed;left:0;right:0;bottom:0;max-height:60vh;overflow:auto;z-index:9999;' +
        'background:#1d1f24;color:#f3f3f0;font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;' +
        'padding:12px 16px;border-top:4px solid #d6452f;white-space:pre-wrap';
      document.body.appendChild(box);
    }
    box.textContent = text;
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.open('GET', '/_kepu/changes?version=' + version + '&hash=' + hash + '&page=' + encodeURIComponent(page));
    request.onload = function () {
      var answer;
      try { answer = JSON.parse(request.responseText); } catch (error) { return retry(); }
      if (answer.reload) { location.reload(); return; }
      version = answer.version;
      show(answer.problems);
      ask();
    };
    request.onerror = retry;
    request.send();
  }

  function retry() { setTimeout(ask, 1000); }

  ask();
})();
