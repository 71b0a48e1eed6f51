import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_receipt", {
    steps: () => [
        {
            content: "The receipt says how many customers wait for it",
            trigger: ".o_form_view button[name=action_view_backorders]:contains(1)",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains(Customers Waiting)",
        },
        {
            content: "These are they",
            trigger:
                ".o_list_view .o_data_row:contains(5 days late) td[name=product_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_notebook .nav-link:contains(Covered By)",
            run: "click",
        },
        {
            content: "The receipt is what covers them",
            trigger: ".o_field_widget[name=supply_ids] .o_data_row:contains(WH/IN)",
        },
        {
            trigger:
                ".o_field_widget[name=supply_ids] button[name=action_open_document]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_view_backorders]:contains(1)",
        },
    ],
});
