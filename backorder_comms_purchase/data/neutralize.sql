-- A copy of the database must not write to vendors.
UPDATE res_company
   SET backorder_chase_mail = false;
