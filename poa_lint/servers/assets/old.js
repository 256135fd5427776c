// Old browsers read this and nothing else: it is written in the JavaScript of 2009.
(function () {
  var asked = document.documentElement.getAttribute("data-asks").split(" ");
  var missing = [];
  for (var i = 0; i < asked.length; i++) {
    if (!(asked[i] in window)) missing.push(asked[i]);
  }
  if (!("noModule" in document.createElement("script"))) missing.push("module");
  if (missing.length === 0) return;
  var old = document.getElementById("old");
  old.removeAttribute("hidden");
  old.lastChild.appendChild(document.createTextNode(missing.join(", ")));
  document.getElementById("desk").style.display = "none";
})();
