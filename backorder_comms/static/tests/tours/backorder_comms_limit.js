import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_limit", {
    steps: () => [
        {
            content: "The quotation says what it goes beyond",
            trigger:
                ".o_form_view div[name=backorder_limit_warning]:contains(6 would wait)",
        },
        {
            trigger: ".o_form_view button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "The question names the product and what is free",
            trigger: ".modal-body:contains(10 Units ordered, 4 free)",
        },
        {
            trigger: ".modal-footer button:contains(Confirm Anyway)",
            run: "click",
        },
        {
            content: "The form shows the order as it is now",
            trigger:
                ".o_form_view .o_statusbar_status .o_arrow_button_current:contains(Sales Order)",
        },
        {
            trigger: ".o-mail-Message:contains(Confirmed beyond the limits)",
        },
    ],
});
