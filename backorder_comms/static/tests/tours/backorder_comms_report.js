import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("backorder_comms_report", {
    steps: () => [
        {
            content: "What is missing is worth something",
            trigger: ".o_pivot .o_pivot_cell_value:contains(200.00)",
        },
        {
            content: "No promise is over yet: that is not the same as none kept",
            trigger: ".o_pivot:contains(First Promises Kept):not(:contains(%))",
        },
    ],
});
