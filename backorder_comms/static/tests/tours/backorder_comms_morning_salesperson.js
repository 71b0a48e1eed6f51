import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_morning_salesperson", {
    steps: () => [
        {
            trigger: "button[data-menu-xmlid='sale.sale_order_menu']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='backorder_comms.sale_backorder_menu']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Desk)",
        },
        {
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains(For Me to Do)",
            run: "click",
        },
        {
            content: "What colleagues are to do is left out",
            trigger:
                ".o_list_view:has(.o_facet_values:contains(For Me to Do)):not(:has(.o_data_row:contains(Lamp)))",
        },
        {
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "Cards stand under what is to be done",
            trigger:
                ".o_kanban_group:has(.o_column_title:contains(Review)) .o_kanban_record:contains(Desk)",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=customer_note] textarea",
            run: "edit The paint is dry, it leaves the workshop on Monday.",
        },
        {
            trigger: ".o_form_view button[name=action_promise]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] [data-field=date]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit +9d && press Tab",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Agreed by phone",
        },
        {
            trigger: ".modal-footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The promise was put off from five days to nine",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=slip_days]:contains(4)",
        },
        {
            trigger: ".o_form_view button[name=action_decide]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=consequences]:contains(Cancel what is missing)",
        },
        {
            trigger: ".modal-footer button[name=action_confirm]:contains(Ask)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_mark_reviewed]",
            run: "click",
        },
        {
            content: "There is nothing to do about it for now",
            trigger:
                ".o_form_view div[name=next_action] .o_field_widget:contains(Nothing to Do)",
        },
    ],
});
