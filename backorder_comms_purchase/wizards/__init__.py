from . import (
    purchase_chase_answer,
    purchase_eta_import,
    purchase_eta_import_applying,
    purchase_eta_import_column,
    purchase_eta_import_customer,
    purchase_eta_import_line,
    purchase_eta_import_matching,
    purchase_eta_import_reading,
    purchase_eta_import_reasons,
)
