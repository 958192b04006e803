/** Writes down what the Content-Security-Policy of a page refuses, and counts it where a test can wait for it. */

window.refusedByPolicy = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
  window.refusedByPolicy.push(`${effectiveDirective} ${blockedURI} in ${sourceFile}:${lineNumber}`);
  document.documentElement.dataset.refused = window.refusedByPolicy.length;
});
