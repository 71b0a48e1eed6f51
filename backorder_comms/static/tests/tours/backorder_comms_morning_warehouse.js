import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("backorder_comms_morning_warehouse", {
    steps: () => [
        {
            content: "The receipt says that a customer waits for it",
            trigger: ".o_form_view button[name=action_view_backorders]:contains(1)",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains(Customers Waiting)",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Desk)",
        },
        {
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_view_backorders]",
        },
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='stock.menu_stock_root']",
            run: "click",
        },
        {
            trigger: "button[data-menu-xmlid='stock.menu_stock_warehouse_mgmt']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='backorder_comms.sale_backorder_menu_stock']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Desk)",
        },
        {
            content: "To Do: Ship",
            trigger: ".o_search_panel_filter_value label:contains(Ship)",
            run: "click",
        },
        {
            content: "What waits for goods is left out",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Desk))) .o_data_row",
        },
        {
            trigger: ".o_data_row:contains(Lamp) td[name=product_id]",
            run: "click",
        },
        {
            content: "Sales orders are for salespeople, deliveries for the warehouse",
            trigger:
                ".o_form_view:not(:has(button[name=action_view_order])) button[name=action_view_delivery]",
            run: "click",
        },
        {
            content: "It can be shipped",
            trigger: ".o_form_view button[name=button_validate]",
        },
    ],
});
