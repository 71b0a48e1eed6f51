import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_salesperson", {
    steps: () => [
        {
            content: "The order says that it waits",
            trigger:
                ".o_form_view div[name=backorder_badge]:contains(Waiting for goods)",
        },
        {
            content: "The button says how much waits, and until when",
            trigger: "button[name=action_view_backorders]:contains(No date yet)",
            run: "click",
        },
        {
            trigger:
                ".o_list_view .o_data_row:contains(No date yet) td[name=product_id]",
            run: "click",
        },
        {
            content: "A person knows the reason better",
            trigger: ".o_form_view .o_field_widget[name=reason_id] input",
            run: "edit Recalled",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Recalled by its maker)",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_form_saved",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Messages to the Customer)",
            run: "click",
        },
        {
            content: "The customer was told",
            trigger:
                ".o_field_widget[name=communication_ids] .o_data_row:contains(Email)",
        },
        {
            trigger: "button[name=action_view_order]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_view_backorders]",
        },
    ],
});
