import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_portal", {
    steps: () => [
        {
            content: "What waits, and until when",
            trigger:
                "#backorder_delivery [name=backorder_waiting]:contains(10 Units delayed):contains(Expected to ship on)",
        },
        {
            content: "What has no date says so",
            trigger:
                "#backorder_delivery [name=backorder_waiting]:contains(No date yet):contains(next news by)",
        },
        {
            content: "Nothing has to be scrolled sideways",
            trigger: "#backorder_delivery",
            run: () => {
                const section = document.querySelector("#backorder_delivery");
                for (const element of [
                    document.documentElement,
                    section,
                    ...section.querySelectorAll("div"),
                ]) {
                    if (element.scrollWidth > element.clientWidth + 1) {
                        throw new Error(`Too wide: ${element.outerHTML}`);
                    }
                }
            },
        },
    ],
});
