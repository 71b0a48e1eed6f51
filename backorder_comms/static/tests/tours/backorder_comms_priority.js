import {registry} from "@web/core/registry";

const inDialog = (selector) => `.modal .o_form_view ${selector}`;

registry.category("web_tour.tours").add("backorder_comms_priority", {
    steps: () => [
        {
            content: "Rules that are not in use are there to choose from",
            trigger: ".o_data_row:contains(VIP customers)",
        },
        {
            trigger: "button[name=action_simulate]",
            run: "click",
        },
        {
            content: "Use the rule, for now in the simulation only",
            trigger: inDialog(
                ".o_data_row:contains(VIP customers) [name=is_used] input"
            ),
            run: "click",
        },
        {
            trigger: ".modal-footer button[name=action_run]",
            run: "click",
        },
        {
            content: "One order would come sooner, another one later",
            trigger: inDialog("[name=result] tr[name=sooner]:contains(-4)"),
        },
        {
            trigger: inDialog("[name=result] tr[name=later]:contains(+4)"),
        },
        {
            trigger: ".modal-footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "Now it is in use",
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains(VIP customers) [name=active] input:checked",
        },
    ],
});
