/* The browser's half of search. It reads the files that src/search/publish.rs writes and finds
   the same terms (fold.rs, term.rs, query.rs) and the same ranking (ranking.rs).
   Plain ES5 for Chrome 53; scripts instead of requests, so it works from file:// too. */
(function () {
  'use strict';

  var VERSION = 1;
  var PAGE = 128;
  var NAME = 10;
  var LONGEST = 64;
  var BATCH = 10;
  var IMPACTS = [0.7, 1, 1.4, 1.8];
  var TITLE = [2.4, 2, 1.6, 1.3];
  var HEADING = 0.6;
  var TAG = 0.8;
  var TITLE_COVERAGE = 1.5;
  var LEAST_COVERAGE = 0.5;

  /* ---- Files -------------------------------------------------------------------------- */

  var script = document.currentScript || document.querySelector('script[data-index]');
  var indexPath = (script && script.getAttribute('data-index')) || 'search/root.js';
  var folder = indexPath.replace(/[^\/]*$/, '');
  var linkRoot = (script && script.getAttribute('data-root')) || '';
  var values = {};
  var waiting = {};

  window.kepuSearch = function (name, value) {
    values[name] = value;
  };

  /* Calls `done` with the value of a file, or undefined if it cannot be had. */
  function load(name, done) {
    if (values[name] !== undefined) {
      done(values[name]);
      return;
    }
    if (waiting[name]) {
      waiting[name].push(done);
      return;
    }
    waiting[name] = [done];
    var element = document.createElement('script');
    element.charset = 'utf-8';
    element.src = name === 'root' ? indexPath : folder + name + '.js';
    element.onload = element.onerror = function () {
      var list = waiting[name];
      delete waiting[name];
      document.head.removeChild(element);
      list.forEach(function (waiter) {
        waiter(values[name]);
      });
    };
    document.head.appendChild(element);
  }

  function loadAll(names, done) {
    var left = names.length;
    var loaded = [];
    if (!left) {
      done(loaded);
    }
    names.forEach(function (name, place) {
      load(name, function (value) {
        loaded[place] = value;
        left -= 1;
        if (!left) {
          done(loaded);
        }
      });
    });
  }

  /* Loads shards or groups by their numbers, through pages of names if there are any. */
  function loadNumbers(root, numbers, done) {
    function cut(names, number) {
      return (names || '').substr(NAME * number, NAME);
    }
    if (!root.d) {
      loadAll(numbers.map(function (number) {
        return cut(root.f, number);
      }), done);
      return;
    }
    loadAll(numbers.map(function (number) {
      return cut(root.f, Math.floor(number / PAGE));
    }), function (pages) {
      loadAll(numbers.map(function (number, place) {
        return cut(pages[place], number % PAGE);
      }), done);
    });
  }

  /* ---- Analysis ----------------------------------------------------------------------- */

  var traditional = null;

  function fold(text) {
    text = text.replace(/[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/g, '')
      .normalize('NFKC').toLowerCase().replace(/\u03c2/g, '\u03c3')
      .replace(/[\ud800-\ud83f\ud8c0-\udbff][\udc00-\udfff]/g, ' ');
    if (traditional) {
      text = text.replace(/[\u3400-\u9fff]/g, function (character) {
        return traditional[character] || character;
      });
    }
    return text
      .replace(/[^%.0-9a-z\u00b0\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3005\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\udfff\uf900-\ufdff\ufe70-\ufeff]/g, ' ')
      .replace(/\.(?![0-9])/g, ' ').replace(/(^|[^0-9])\./g, '$1 ');
  }

  function isHan(unit) {
    return /[\u3400-\u9fff\u3005\u3007\ud800-\udfff]/.test(unit);
  }

  function mix(value) {
    value ^= value >>> 16;
    value = Math.imul(value, 0x7feb352d);
    value ^= value >>> 15;
    value = Math.imul(value, 0x846ca68b);
    return (value ^ value >>> 16) >>> 0;
  }

  function pairKey(left, right) {
    var high = left - 0x3400 & 0xffff;
    var low = right - 0x3400 & 0xffff;
    if ((high | low) < 0x8000) {
      return mix(high << 15 | low);
    }
    return mix(0x40000000 | mix(left << 16 | right) >>> 2);
  }

  function wordKey(text) {
    var hash = 0x811c9dc5;
    for (var place = 0; place < text.length; place += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
    }
    return mix(0x80000000 | mix(hash) >>> 2);
  }

  /* The terms of a query: [{key, weight, text}]; `text` is what to highlight. */
  function parse(query) {
    var units = fold(query.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')).slice(0, LONGEST);
    var terms = [];
    var seen = {};
    var start = -1;
    function push(key, weight, text, han) {
      if (!seen[key]) {
        seen[key] = true;
        terms.push({ key: key, weight: weight, text: text, han: han });
      }
    }
    for (var place = 0; place <= units.length; place += 1) {
      var unit = units.charAt(place) || ' ';
      var before = units.charAt(place - 1) || ' ';
      var han = isHan(unit);
      if ((han || unit === ' ') && start >= 0) {
        push(wordKey(units.slice(start, place)), 1, units.slice(start, place), false);
        start = -1;
      }
      if (unit !== ' ') {
        if (before !== ' ') {
          var hans = isHan(before) + han;
          push(pairKey(before.charCodeAt(0), unit.charCodeAt(0)), [0.3, 0.6, 1][hans],
            hans ? before + unit : '', hans === 2);
        }
        if (!han && start < 0) {
          start = place;
        }
      }
    }
    for (place = 0; place < units.length; place += 1) {
      if (isHan(units.charAt(place)) && (units.charAt(place - 1) || ' ') === ' ' &&
          (units.charAt(place + 1) || ' ') === ' ') {
        push(mix(0xc0000000 | units.charCodeAt(place)), 0.6, units.charAt(place), true);
      }
    }
    return terms;
  }

  /* ---- Postings ----------------------------------------------------------------------- */

  function shardOf(root, key) {
    return root.b ? key >>> 32 - root.b : 0;
  }

  /* The postings of `key` in a shard: {documents, evidence}. */
  function find(root, payload, key) {
    var position = 0;
    var current = root.b ? shardOf(root, key) << 32 - root.b >>> 0 : 0;
    function read() {
      var value = 0;
      var scale = 1;
      var digit;
      do {
        digit = payload.charCodeAt(position);
        position += 1;
        digit -= 32 + (digit > 39) + (digit > 92);
        value += scale * digit;
        scale *= 31;
      } while (digit >= 62);
      return value;
    }
    while (position < payload.length) {
      current += read();
      var head = read();
      var count = Math.floor(head / 2);
      var families = head % 2 ? [read(), read(), read()] : [];
      var marks = {};
      var next, number, left;
      for (var family = 0; family < families.length; family += 1) {
        for (next = 0, left = families[family]; left; left -= 1) {
          number = read();
          next += family ? number : number >> 2;
          marks[next] = marks[next] | (family ? 2 << family : 16 | (number & 3) << 5);
          next += 1;
        }
      }
      var found = current === key ? { documents: [], evidence: [] } : null;
      for (next = 0, left = count; left; left -= 1) {
        number = read();
        if (found) {
          next += number >> 2;
          found.documents.push(next);
          found.evidence.push(number & 3 | marks[next]);
          next += 1;
        }
      }
      if (found) {
        return found;
      }
      if (current > key) {
        break;
      }
    }
    return { documents: [], evidence: [] };
  }

  /* ---- Ranking ------------------------------------------------------------------------ */

  function rank(root, terms, lists, filter) {
    var scores = new Float64Array(root.n);
    var coverages = new Float64Array(root.n);
    var titles = new Float64Array(root.n);
    var total = 0;
    var best = 0;
    var results = [];
    terms.forEach(function (term, place) {
      var documents = lists[place].documents;
      var evidence = lists[place].evidence;
      var frequency = documents.length;
      if (!frequency) {
        return;
      }
      var weight = term.weight *
        Math.log(1 + Math.max(root.n - frequency + 0.5, 0) / (frequency + 0.5));
      total += weight;
      for (var at = 0; at < frequency; at += 1) {
        var impact = IMPACTS[evidence[at] & 3];
        if (evidence[at] & 16) {
          impact += TITLE[evidence[at] >> 5 & 3];
          titles[documents[at]] += weight;
        }
        impact += (evidence[at] & 4 ? HEADING : 0) + (evidence[at] & 8 ? TAG : 0);
        scores[documents[at]] += weight * impact;
        coverages[documents[at]] += weight;
      }
    });
    var document;
    var candidates = filter ? filter.documents : coverages;
    for (var place = 0; place < candidates.length; place += 1) {
      document = filter ? candidates[place] : place;
      if (coverages[document] > 0) {
        results.push(document);
        best = Math.max(best, coverages[document]);
      }
    }
    results = results.filter(function (document) {
      var title = titles[document] / total;
      scores[document] *= Math.pow(coverages[document] / total, 2) *
        (1 + TITLE_COVERAGE * title * title);
      return coverages[document] >= LEAST_COVERAGE * best;
    });
    return results.sort(function (left, right) {
      return scores[right] - scores[left] || right - left;
    });
  }

  /* Calls `done` with {terms, documents}, or with nothing if the index cannot be read. */
  function search(query, topic, done) {
    load('root', function (root) {
      if (!root || root.v !== VERSION) {
        done();
        return;
      }
      var terms = parse(query);
      var keys = terms.map(function (term) {
        return term.key;
      });
      if (topic) {
        keys.push(wordKey('topic:' + topic));
      }
      loadNumbers(root, keys.map(function (key) {
        return shardOf(root, key);
      }), function (payloads) {
        if (payloads.indexOf(undefined) >= 0) {
          done();
          return;
        }
        var lists = keys.map(function (key, place) {
          return find(root, payloads[place], key);
        });
        var missing = terms.some(function (term, place) {
          return term.han && !lists[place].documents.length;
        });
        if (missing && !traditional) {
          /* Perhaps it was typed in traditional characters. */
          load(root.z, function (pairs) {
            traditional = {};
            for (var place = 0; place < (pairs || '').length; place += 2) {
              traditional[pairs.charAt(place)] = pairs.charAt(place + 1);
            }
            search(query, topic, done);
          });
          return;
        }
        done({
          root: root,
          terms: terms,
          documents: rank(root, terms, lists, topic ? lists[terms.length] : null)
        });
      });
    });
  }

  if (script && script.hasAttribute('data-test')) {
    window.kepuSearchTest = { fold: fold, parse: parse, search: search };
  }

  /* ---- Page --------------------------------------------------------------------------- */

  var input = document.getElementById('search-input');
  var status = document.getElementById('search-status');
  var list = document.getElementById('search-results');
  if (!input || !status || !list) {
    return;
  }
  var form = input.form;
  var filters = [].slice.call(
    document.querySelectorAll('#search-filters [data-topic], #search-filters input[name=topic]'));
  var more = document.createElement('button');
  var topic = '';
  var latest = 0;
  var timer = 0;
  var composing = false;
  var shown = null;

  more.type = 'button';
  more.className = 'button search-more';
  more.textContent = '更多';
  more.hidden = true;
  list.parentNode.insertBefore(more, list.nextSibling);

  function topicOf(element) {
    var value = element.getAttribute('data-topic');
    return value === null ? element.value : value;
  }

  function showTopic() {
    filters.forEach(function (element) {
      var chosen = topicOf(element) === topic;
      if (element.type === 'radio') {
        element.checked = chosen;
      } else {
        element.setAttribute('aria-pressed', String(chosen));
      }
    });
  }

  function append(parent, tag, className, text) {
    var element = document.createElement(tag);
    if (className) {
      element.className = className;
    }
    element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  /* Which characters of `text` a query's terms cover. */
  function covered(text, terms) {
    var folded = text.split('').map(fold);
    var flags = [];
    var wanted = {};
    var start = 0;
    terms.forEach(function (term) {
      wanted['=' + term.text] = term.text;
    });
    folded.forEach(function (unit, place) {
      var next = folded[place + 1] || ' ';
      if (wanted['=' + unit.slice(-1) + next.charAt(0)]) {
        flags[place] = flags[place + 1] = true;
      }
      if (isHan(unit) && wanted['=' + unit]) {
        flags[place] = true;
      }
      if (unit === ' ' || isHan(unit)) {
        start = place + 1;
      } else if (next === ' ' || isHan(next)) {
        if (wanted['=' + folded.slice(start, place + 1).join('')]) {
          for (; start <= place; start += 1) {
            flags[start] = true;
          }
        }
      }
    });
    return flags;
  }

  function appendMarked(parent, text, terms) {
    var flags = covered(text, terms);
    for (var place = 0, end; place < text.length; place = end) {
      for (end = place + 1; end < text.length && !flags[end] === !flags[place];) {
        end += 1;
      }
      if (flags[place]) {
        append(parent, 'mark', '', text.slice(place, end));
      } else {
        parent.appendChild(document.createTextNode(text.slice(place, end)));
      }
    }
  }

  function appendResult(row, terms) {
    var item = append(list, 'li', 'result', '');
    var link = append(item, 'a', 'result-title', '');
    link.href = linkRoot + row[0];
    appendMarked(link, row[1], terms);
    if (row[5]) {
      append(item, 'span', 'result-topic', row[5]).setAttribute('data-topic', row[4]);
    }
    if (row[7]) {
      append(item, 'span', 'result-verdict', row[7]).setAttribute('data-verdict', row[6]);
    }
    if (row[3]) {
      append(item, 'time', 'result-date', row[3]);
    }
    appendMarked(append(item, 'p', 'result-summary', ''), row[2], terms);
  }

  function showMore(run) {
    var root = shown.root;
    var documents = shown.documents.slice(shown.count, shown.count + BATCH);
    var results = shown;
    loadNumbers(root, documents.map(function (document) {
      return (1 << root.b) + Math.floor(document / root.g);
    }), function (groups) {
      if (run !== latest) {
        return;
      }
      if (!results.count) {
        list.textContent = '';
      }
      documents.forEach(function (document, place) {
        var row = groups[place] && groups[place][document % root.g];
        if (row) {
          appendResult(row, results.terms);
        }
      });
      results.count += documents.length;
      more.hidden = results.count >= results.documents.length;
    });
  }

  function clear(message) {
    shown = null;
    list.textContent = '';
    more.hidden = true;
    status.textContent = message;
  }

  function remember(query) {
    var parameters = [];
    if (query) {
      parameters.push('q=' + encodeURIComponent(query));
    }
    if (topic) {
      parameters.push('topic=' + encodeURIComponent(topic));
    }
    try {
      history.replaceState(null, '',
        location.pathname + (parameters.length ? '?' + parameters.join('&') : '') + location.hash);
    } catch (refused) {
      /* Browsers may not let a page from file:// change its address, nor lone surrogates in. */
    }
  }

  function run() {
    var query = input.value.trim();
    var mine = latest += 1;
    clearTimeout(timer);
    try {
      remember(query);
    } catch (malformed) {
      /* Half a character has no address. */
    }
    if (!parse(query).length) {
      clear(query ? '请输入汉字、字母或数字。' : '');
      return;
    }
    if (!shown) {
      status.textContent = '正在搜索…';
    }
    search(query, topic, function (results) {
      if (mine !== latest) {
        return;
      }
      if (!results) {
        clear('搜索暂时不能用：索引没有读到。请刷新页面再试，或从主题和标签页查找。');
        return;
      }
      var single = results.terms.length === 1 && results.terms[0].text.length === 1 &&
        isHan(results.terms[0].text);
      if (!results.documents.length) {
        clear(single ? '标题里没有这个字。再输入一个字，就能搜索正文。'
          : '没有找到“' + query.slice(0, 30) + '”。可以换个说法、少输几个字' +
            (topic ? '、不限主题' : '') + '，或从主题和标签页查找。');
        return;
      }
      status.textContent = '找到 ' + results.documents.length + ' 篇' +
        (single ? '（标题和标签）。再输入一个字，就能搜索正文。' : '');
      results.count = 0;
      shown = results;
      showMore(mine);
    });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(run, 120);
  }

  input.addEventListener('compositionstart', function () {
    composing = true;
    clearTimeout(timer);
  });
  input.addEventListener('compositionend', function () {
    composing = false;
    later();
  });
  input.addEventListener('input', function () {
    if (!composing) {
      later();
    }
  });
  input.addEventListener('focus', function () {
    load('root', function () {});
  });
  if (form) {
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      run();
    });
  }
  filters.forEach(function (element) {
    element.addEventListener(element.type === 'radio' ? 'change' : 'click', function () {
      topic = topicOf(element);
      showTopic();
      run();
    });
  });
  more.addEventListener('click', function () {
    if (shown) {
      showMore(latest);
    }
  });

  location.search.slice(1).split('&').forEach(function (parameter) {
    var parts = parameter.split('=');
    var value = '';
    try {
      value = decodeURIComponent((parts[1] || '').replace(/\+/g, ' '));
    } catch (malformed) {
      return;
    }
    if (parts[0] === 'q') {
      input.value = value;
    } else if (parts[0] === 'topic') {
      topic = value;
    }
  });
  showTopic();
  if (input.value) {
    run();
  }
}());
