"""Who may come to which address: written by hand from the documents, apart from the code's table.

An address that is not listed here fails the tests until somebody has decided who it is for.
"""

VISITOR, MENTEE, MENTOR = "visitor", "mentee", "mentor"
COORDINATOR, LEAD, REVIEWER, ADMINISTRATOR = "coordinator", "lead", "reviewer", "administrator"

PARTICIPANTS = frozenset({MENTEE, MENTOR})
COORDINATORS = frozenset({COORDINATOR, LEAD})
STAFF = COORDINATORS | {REVIEWER, ADMINISTRATOR}
SIGNED_IN = PARTICIPANTS | STAFF
EVERYBODY = SIGNED_IN | {VISITOR}

AUDIENCES: dict[frozenset[str], dict[str, str]] = {
    EVERYBODY: {
        "accounts": """
            age aloud before choose_language enter go_on leave out own_code part password sign_in
            sign_out start take_age take_card take_own_code take_part take_password take_word
            take_words ways_back word words
            """,
        "checkins": "feed help_page",
        "desk": "front health look private",
    },
    SIGNED_IN: {
        "accounts": """
            account change_password choose_time_out display end_every_visit end_visit give_again
            keep_shown new_password new_six_words own_name save_display shown_once signed_in
            six_words step_up throw_away time_out
            """,
        "desk": "home",
        "notices": "clear clear_alike",
    },
    PARTICIPANTS: {
        "accounts": """
            ask_to_stop come_back own_call_back stop stop_own_call_back told undo_stop
            """,
        "checkins": """
            add add_days agree_rhythm cancel choose_time_zone choose_words close_calendar companion
            complain day days_off meeting month move no_time not_right open_calendar own_words
            pick_time plan put_back_days raise_safety rhythm set_rhythm suggest_times take_off_days
            talk_file talks tell time_zone
            """,
        "matches": "agree answer_offer farewell offer",
        "notices": "choose_way way",
        "profiles": """
            apart choice choices ease_choice end_pause history keep_choice keep_choices known_as
            my_copy my_copy_file optional pause preview reach_me save_apart save_choice save_choices
            save_known_as save_pause save_reach_me save_start_reach_me save_three_one save_three_use
            seen start_reach_me start_reach_say start_reach_when stop_choice take_reach_me
            take_reach_when three three_one three_use undo_choice
            """,
    },
    frozenset({MENTEE}): {
        "checkins": "how_is_it tap",
        "matches": "another ask_another",
    },
    frozenset({MENTOR}): {
        "checkins": """
            change for_you log log_meeting logged logs save_log save_log_meeting undo wish
            """,
        "profiles": "own_dates room save_room save_step_back step_back",
    },
    COORDINATORS: {
        "accounts": """
            ask_to_stop_for back_in bring_back bring_back_for cancel_card cards give_own_code
            let_back_in make_card restore stop_for suspend undo_stop_for
            """,
        "checkins": """
            add_days_for add_for agree_rhythm_for board cancel_for change_for choose_time_zone_for
            choose_words_for close_calendar_for complain_for day_for days_off_for how_is_it_for
            log_for logged_for logs_for meeting_for month_for move_for no_time_for not_right_for
            open_calendar_for own_words_for pick_time_for plan_for put_back_days_for
            raise_safety_for rhythm_for
            save_log_for set_rhythm_for suggest_times_for take_off_days_for talks_for tap_for
            tell_for time_zone_for
            """,
        "desk": "today",
        "matches": """
            agree_for agreement_for agreements_for another_for answer_offer_for ask_another_for
            change_ending
            check_court check_round choose choose_contact close decide decision decisions end
            end_now introduce look_again look_at_change look_back not_placed offer_for offers_for
            open_pairs pair pause recall rematch resume round_ rounds start_round take_back
            take_line_back tick_line tried_pair tried_weight try_pair try_weight
            """,
        "notices": "call calls choose_way_for choose_weekly log_call way_for weekly",
        "profiles": """
            apart_for ask_call_back ask_review ask_word call_back check_word choice_for choices_for
            choose_how close_decision confirm_reach_me ease_choice_for end_pause_for hold
            keep_choice_for keep_choices_for known_as_for language_for new_person note_no_answer
            on_behalf pause_for
            people person reach_in_danger reach_me_for ready renew_reach_me room_for save_apart_for
            save_choice_for
            save_confirmed save_known_as_for save_new_person save_no_welcome save_pause_for
            save_reach_me_for save_language_for
            save_room_for save_step_back_for save_supervision save_three_one_for save_three_use_for
            save_training save_welcome step_back_for stop_call_back stop_choice_for take take_word
            sheet_for three_for three_one_for three_use_for undo_choice_for
            """,
    },
    PARTICIPANTS | COORDINATORS: {"profiles": "aloud"},
    # A complaint opens to the reader chosen, who may be the reviewer.
    COORDINATORS | {REVIEWER}: {"checkins": "contact follow_up give_back resolve snooze take"},
    frozenset({LEAD}): {
        "profiles": "apart_entries apart_entry clear_entry drop_entry end_hold tie_entry",
    },
    frozenset({REVIEWER}): {"accounts": "ways_in", "profiles": "review save_review"},
    frozenset({ADMINISTRATOR}): {
        "accounts": """
            add_staff change_hats replace_second_factor restore_staff staff staff_member
            suspend_staff
            """,
        "desk": """
            all_settings change_setting on_call on_call_that_day put_on_call put_on_call_that_day
            running setting take_off_call try_again
            """,
    },
    STAFF: {"accounts": "code enrol enrolment_picture finish_enrolment give_code"},
}


def audience_of() -> dict[str, frozenset[str]]:
    """Give who may come to each endpoint."""
    return {
        f"{feature}.{name}": who
        for who, features in AUDIENCES.items()
        for feature, names in features.items()
        for name in names.split()
    }
