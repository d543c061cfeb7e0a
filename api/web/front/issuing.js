// While papers are made or a file is read, a line says so. Without JavaScript the browser's own sign does.
for (const form of document.querySelectorAll("form[data-waiting]")) {
  form.addEventListener("submit", () => {
    for (const line of form.querySelectorAll("[data-said]")) line.textContent = line.dataset.said;
  });
}

// Back from the next page: nothing is waited for any more.
addEventListener("pageshow", () => {
  for (const line of document.querySelectorAll("form[data-waiting] [data-said]")) line.textContent = "";
});
