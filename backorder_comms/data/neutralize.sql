-- A copy of the database must not write to anybody.
UPDATE res_company
   SET backorder_comms_active = FALSE;
UPDATE sale_backorder_message
   SET state = 'dropped', reason = 'This database is a neutralized copy.'
 WHERE state = 'pending';
UPDATE sale_backorder_event
   SET handled = TRUE
 WHERE handled IS NOT TRUE;
