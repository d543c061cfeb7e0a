// Says before anything is shown that scripts run, so that nothing jumps when they do.
if ("noModule" in HTMLScriptElement.prototype) document.body.className += " js-enabled govuk-frontend-supported";
