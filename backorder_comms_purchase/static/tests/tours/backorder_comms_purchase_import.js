import {registry} from "@web/core/registry";

async function upload() {
    const response = await fetch(
        "/web/content/backorder_comms_purchase.vendor_dates_of_test"
    );
    const files = new DataTransfer();
    files.items.add(new File([await response.blob()], "Liefertermine.xls"));
    const input = this.anchor.querySelector("input[type=file]");
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

registry.category("web_tour.tours").add("backorder_comms_purchase_import", {
    steps: () => [
        {
            trigger: "button[data-menu-xmlid='purchase.menu_procurement_management']",
            run: "click",
        },
        {
            trigger:
                "[data-menu-xmlid='backorder_comms_purchase.purchase_eta_import_menu']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit Vic",
        },
        {
            trigger: ".modal .o-autocomplete--dropdown-item:contains(Vic)",
            run: "click",
        },
        {
            content: "The file is taken as the vendor sent it",
            trigger: ".modal .o_field_widget[name=file]",
            run: upload,
        },
        {
            trigger:
                ".modal .o_field_widget[name=file] input[type=text]:value(Liefertermine.xls)",
        },
        {
            trigger: ".modal button:contains(Check)",
            run: "click",
        },
        {
            content: "Each row says what will become of it",
            trigger:
                ".modal .o_field_widget[name=line_ids] .o_data_row:contains(Will Change):contains(DESK):contains(Bob)",
        },
        {
            trigger:
                ".modal .o_field_widget[name=line_ids] .o_data_row:contains(Refused):contains(Unknown order)",
        },
        {
            trigger: ".modal .nav-link:contains(Customers)",
            run: "click",
        },
        {
            content: "So does who will be told",
            trigger:
                ".modal .o_field_widget[name=customer_ids] .o_data_row:contains(Bob)",
        },
        {
            trigger: ".modal .nav-link:contains(Columns)",
            run: "click",
        },
        {
            content: "The columns were guessed",
            trigger:
                ".modal .o_field_widget[name=column_ids] .o_data_row:contains(Liefertermin):contains(New Date)",
        },
        {
            trigger: ".modal button:contains(Apply)",
            run: "click",
        },
        {
            trigger: ".modal .alert-success:visible",
        },
        {
            trigger: ".modal .o_field_widget[name=report]",
        },
        {
            trigger: ".modal button:contains(Close)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
