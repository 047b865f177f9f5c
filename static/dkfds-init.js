// Starts the design system's components. The class tells the stylesheet that menu and steps can open.
document.documentElement.classList.add("js");
window.DKFDS.init();

// After a form came back with errors, the reader starts at the list of them.
document.getElementById("error-summary")?.focus();
