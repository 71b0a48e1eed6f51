import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_purchase_impact", {
    steps: () => [
        {
            trigger: "button[data-menu-xmlid='purchase.menu_procurement_management']",
            run: "click",
        },
        {
            content: "The queue is among the purchases",
            trigger:
                "[data-menu-xmlid='backorder_comms_purchase.purchase_backorder_impact_menu']",
            run: "click",
        },
        {
            content: "It says whom a purchase hurts",
            trigger:
                ".o_list_view .o_data_row:contains(Vic) td[name=customer_count]:contains(2)",
        },
        {
            trigger: ".o_list_view .o_data_row td[name=promise_count]:contains(2)",
            run: "click",
        },
        {
            content: "The purchase says so, too",
            trigger: ".o_form_view td[name=backorder_customer_count]:contains(2)",
        },
        {
            trigger: "button[name=action_view_backorders]:contains(2)",
            run: "click",
        },
        {
            content: "These are those who wait",
            trigger: ".o_list_view .o_data_row:contains(Bob):contains(At risk)",
        },
    ],
});
