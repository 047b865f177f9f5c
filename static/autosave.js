// Saves a form while it is being written: <form data-autosave-url="...">, with components/saved.html on the page.
// The answer is {saved_at, versions: {input: number}}, or 409 with {message} when somebody else saved meanwhile.

const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
    const status = document.querySelector("[data-autosave-status]");
    let timer = null;
    let running = null;
    let isDirty = false;
    let isStopped = false;

    const say = (words, isFailure) => {
        status.classList.toggle("failed", isFailure);
        status.querySelector("[data-words]").textContent = words;
    };

    const fail = (code) => say(status.dataset.failed.replace("{code}", code), true);

    const post = async () => {
        let answer;
        try {
            answer = await fetch(form.dataset.autosaveUrl, {
                method: "POST",
                body: new FormData(form),
                headers: {Accept: "application/json"},
                redirect: "manual",
            });
        } catch {
            return fail("N0"); // no network
        }
        if (answer.type === "opaqueredirect") {
            return fail("L0"); // logged off meanwhile
        }
        if (answer.status === 409) {
            isStopped = true;
            say((await answer.json()).message, true);
            return offerBoth();
        }
        if (!answer.ok) {
            return fail(answer.status);
        }
        const {saved_at: words, versions = {}} = await answer.json();
        for (const [name, version] of Object.entries(versions)) {
            form.elements[name].value = version;
        }
        return say(words, false);
    };

    // Sending the form as it stands leads to the page that shows both versions.
    const offerBoth = () => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "function-link";
        button.textContent = status.dataset.both;
        button.addEventListener("click", () => form.requestSubmit());
        status.append(button);
    };

    const save = async () => {
        clearTimeout(timer);
        if (!isDirty || isStopped || running) {
            return;
        }
        isDirty = false;
        running = post();
        await running;
        running = null;
        if (isDirty) {
            save();
        }
    };

    form.addEventListener("input", () => {
        isDirty = true;
        clearTimeout(timer);
        timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("focusout", save);
    form.addEventListener("submit", async (event) => {
        clearTimeout(timer);
        isDirty = false;
        if (running) {
            // Its answer carries the version numbers that this form must send.
            event.preventDefault();
            await running;
            form.requestSubmit(event.submitter);
        }
    });
}
