"""Scenarios with real Odoo processes, mail servers and SMS providers.

The scenarios of failure (F) that the project set itself, and where they are played.
Those marked `faults` take long and run by `./dev test --faults`.

F1, F2 killed at any moment             test_workers, test_mail_queue
F3 killed during a call for SMS         test_sms_outages
F4 killed while it evaluates a lot      test_large_evaluation
F5 killed at install or update          test_lifecycle
F6 a job that takes too long            test_mail_queue
F7 to F11 mail servers in trouble       test_mail_outages
F12, F13 SMS providers in trouble       test_sms_outages, test_twilio
F14 two at work                         test_workers, test_mail_queue
F15 a person sends meanwhile            test_mail_queue
F16, F19 validation repeated, undone    test_transactions
F17, F18, F20 users at once              test_users_at_once
F21, F33 a message that cannot be made  backorder_comms: test_sale_backorder_message
F22 reports that cannot be made         test_reports
F23 languages that are not installed    test_languages
F24 customers without address, merged   test_partners
F25 orders that end meanwhile           test_withdrawals
F26 goods come while a message waits    test_mail_outages
F27 dates that move there and back      backorder_comms: test_sale_backorder_message
F28 a vendor's date moves for many      test_purchase_dates
F31, F32, F34 clocks, jobs that are off backorder_comms: test_outages
F35, F36 delivery reports, very many    test_sms_outages
F37 to F39 copies, neutralized, older   test_copies
F40 database full, or gone              test_mail_queue
F41 large backlog                       test_mail_queue
F42 mails that come back, replies       test_mail_outages; backorder_comms:
                                        test_mail_thread
F43 uninstalled, updated with rows      test_lifecycle, test_copies
any of them, at random                  test_conservation
"""
