import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_reserve", {
    steps: () => [
        {
            content: "The transfer says that its goods are kept for others",
            trigger: ".o_form_view div[name=backorder_is_held]:visible",
        },
        {
            trigger: ".o_form_view button[name=action_reserve_kept]:visible",
            run: "click",
        },
        {
            content: "The dialog names who loses what",
            trigger: ".modal-body .o_data_row:contains(Ann)",
        },
        {
            trigger: ".modal-body div[name=reason] input",
            run: "edit Promised to Bob on the phone",
        },
        {
            trigger: ".modal-footer button[name=action_reserve]",
            run: "click",
        },
        {
            content: "The transfer has them, and says why",
            trigger: ".o-mail-Message:contains(Promised to Bob on the phone)",
        },
    ],
});
