import {registry} from "@web/core/registry";

function checkWidth() {
    for (const element of document.querySelectorAll("html, #backorder_page *")) {
        if (element.getBoundingClientRect().right > window.innerWidth + 1) {
            throw new Error(`Too wide: ${element.outerHTML}`);
        }
    }
}

registry.category("web_tour.tours").add("backorder_comms_customer", {
    steps: () => [
        {
            content: "The account says how many items wait",
            trigger:
                ".o_portal_index_card:not(.d-none) a[href='/my/backorders']:contains(2)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The list says until when",
            trigger:
                "#backorder_page [name=backorder_row]:contains(Desk):contains(Expected to ship on)",
            run: checkWidth,
        },
        {
            trigger: "#backorder_page [name=backorder_row]:contains(Lamp) a",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The order's page shows what the customer was told",
            trigger: "#backorder_page [name=backorder_history] summary",
            run: "click",
        },
        {
            trigger:
                "#backorder_page [name=backorder_history][open] [name=backorder_told]:contains(No date yet)",
            run: checkWidth,
        },
        {
            trigger: "#backorder_page a:contains(Choose how we write to you)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "select[name=backorder_extent]",
            run: "selectByLabel Only what matters",
        },
        {
            trigger: "input[name=backorder_quiet_from]",
            run() {
                this.anchor.value = "22:30";
            },
        },
        {
            trigger: "input[name=backorder_quiet_to]",
            run() {
                this.anchor.value = "07:00";
            },
        },
        {
            trigger: "form[name=backorder_preferences] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is saved, and fits",
            trigger: "[name=backorder_saved]",
            run: checkWidth,
        },
    ],
});
