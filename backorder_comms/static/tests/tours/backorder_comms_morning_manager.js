import {registry} from "@web/core/registry";

const openReport = (menu) => [
    {
        trigger: "button[data-menu-xmlid='sale.menu_sale_report']",
        run: "click",
    },
    {
        trigger: `[data-menu-xmlid='backorder_comms.${menu}']`,
        run: "click",
    },
];

registry.category("web_tour.tours").add("backorder_comms_morning_manager", {
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
            trigger: ".o_data_row:contains(Vera) td[name=product_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_raise_rush]",
            run: "click",
        },
        {
            content: "It would push somebody back by four days",
            trigger: ".modal [name=effect] tr[name=later]:contains(+4)",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Her shop opens on Friday",
        },
        {
            trigger: ".modal-footer button[name=action_raise]",
            run: "click",
        },
        {
            content: "Whoever approves it sees whom it pushes back",
            trigger:
                "body:not(:has(.modal)) .o_form_view [name=rush_effect] tr[name=later]:contains(+4)",
        },
        {
            trigger: ".o_form_view button[name=action_approve]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
        ...openReport("sale_backorder_report_menu"),
        {
            trigger: ".o_graph_view .o_graph_renderer",
        },
        {
            trigger: ".o_switch_view.o_pivot",
            run: "click",
        },
        {
            trigger: ".o_pivot_view td.o_pivot_cell_value:not(.o_empty)",
        },
        ...openReport("sale_backorder_service_report_menu"),
        {
            trigger: ".o_breadcrumb:contains(Service Level)",
        },
        {
            trigger: ".o_graph_view .o_graph_renderer",
        },
        ...openReport("sale_backorder_prevention_menu"),
        {
            content: "Apply what is suggested",
            trigger: ".o_data_row:contains(Lamp) button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Lamp):not(:has(button[name=action_apply]))",
        },
    ],
});
