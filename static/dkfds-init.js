// Starts the design system's components. The class tells the stylesheet that menu and steps can open.
document.documentElement.classList.add("js");
window.DKFDS.init();

// Its menu says "Mere" in every language.
const more = document.querySelector(".mainmenu .more-button span");
if (more) {
    more.textContent = more.closest(".mainmenu").dataset.more;
}

// After a form came back with errors, the reader starts at the list of them.
document.getElementById("error-summary")?.focus();
