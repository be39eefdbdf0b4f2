"""One update of every kind of the Bot API and one message of every content, with the fields that the API demands."""

from __future__ import annotations

from typing import Any

WHEN = 1_750_000_000
CHAT = {"id": 1, "type": "private", "first_name": "人"}
SUPER = {"id": -1005, "type": "supergroup", "title": "群"}
NEWS = {"id": -1009, "type": "channel", "title": "频道"}
WHO = {"id": 1, "is_bot": False, "first_name": "人", "language_code": "zh-hans"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = {**FILE, "width": 1, "height": 1}
BOXED = {"chat": SUPER, "date": WHEN}
TEXT = "川汇区2024年许可"
GIFT = {"id": "g", "sticker": {**SIZED, "type": "regular", "is_animated": False, "is_video": False}, "star_count": 1}
MESSAGE = {"message_id": 900, "date": WHEN, "chat": CHAT, "from": WHO, "text": TEXT}
POST = {"message_id": 900, "date": WHEN, "chat": NEWS, "sender_chat": NEWS, "text": f"@gongkai_bot {TEXT}"}
POLL = {
    "id": "p",
    "question": "?",
    "options": [{"text": "a", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
MEMBER = {"user": WHO, "status": "member"}
CHANGED = {
    "chat": SUPER,
    "from": WHO,
    "date": WHEN,
    "old_chat_member": {"user": WHO, "status": "left"},
    "new_chat_member": MEMBER,
}
THUMB = {"type": "emoji", "emoji": "👍"}
PLACE = {"longitude": 114.6, "latitude": 33.6}
PAID = {"currency": "XTR", "total_amount": 1, "invoice_payload": "x", "telegram_payment_charge_id": "1"}
BOOST = {"boost_id": "b", "add_date": WHEN, "expiration_date": WHEN, "source": {"source": "premium", "user": WHO}}

SILENT: dict[str, dict[str, Any]] = {
    "channel_post": POST,
    "edited_channel_post": {**POST, "edit_date": WHEN},
    "business_connection": {"id": "c", "user": WHO, "user_chat_id": 1, "date": WHEN, "is_enabled": True},
    "business_message": {**MESSAGE, "business_connection_id": "c"},
    "edited_business_message": {**MESSAGE, "business_connection_id": "c", "edit_date": WHEN},
    "deleted_business_messages": {"business_connection_id": "c", "chat": CHAT, "message_ids": [1]},
    "message_reaction": {**BOXED, "message_id": 1, "user": WHO, "old_reaction": [], "new_reaction": [THUMB]},
    "message_reaction_count": {**BOXED, "message_id": 1, "reactions": []},
    "chosen_inline_result": {"result_id": "forged", "from": WHO, "query": "x"},
    "shipping_query": {"id": "s", "from": WHO, "invoice_payload": "x", "shipping_address": {}},
    "pre_checkout_query": {"id": "s", "from": WHO, "currency": "XTR", "total_amount": 1, "invoice_payload": "x"},
    "purchased_paid_media": {"from": WHO, "paid_media_payload": "x"},
    "poll": POLL,
    "poll_answer": {"poll_id": "p", "user": WHO, "option_ids": [0], "option_persistent_ids": ["1"]},
    "my_chat_member": CHANGED,
    "chat_member": CHANGED,
    "chat_join_request": {**BOXED, "from": WHO, "user_chat_id": 1},
    "chat_boost": {"chat": SUPER, "boost": BOOST},
    "removed_chat_boost": {"chat": SUPER, "boost_id": "b", "remove_date": WHEN, "source": BOOST["source"]},
    "managed_bot": {"user": WHO, "bot": ANONYMOUS},
    "guest_message": {**MESSAGE, "guest_query_id": "g"},
    "kind_of_tomorrow": {"text": TEXT, "chat": CHAT},
}  # fmt: skip
"""Kinds of update that the bot has nothing to say to, whatever stands in them."""

CONTENTS: dict[str, dict[str, Any]] = {
    "voice": {"voice": {**FILE, "duration": 1}},
    "audio": {"audio": {**FILE, "duration": 1}},
    "video": {"video": {**SIZED, "duration": 1}, "caption": "很长" * 512},
    "video_note": {"video_note": {**FILE, "length": 1, "duration": 1}},
    "animation": {"animation": {**SIZED, "duration": 1}, "document": FILE},
    "photo": {"photo": [SIZED], "caption": "x", "caption_entities": [{"type": "bold", "offset": 0, "length": 1}]},
    "sticker": {"sticker": {**SIZED, "type": "regular", "is_animated": False, "is_video": False}},
    "location": {"location": PLACE},
    "venue": {"location": PLACE, "venue": {"location": PLACE, "title": "x", "address": "y"}},
    "contact": {"contact": {"phone_number": "1", "first_name": "x"}},
    "dice": {"dice": {"emoji": "🎲", "value": 6}},
    "poll": {"poll": POLL},
    "story": {"story": {"chat": NEWS, "id": 1}},
    "forwarded_photo": {"photo": [SIZED], "forward_origin": {"type": "hidden_user", "date": WHEN, "sender_user_name": "x"}},
}  # fmt: skip
"""Contents that are no text: in private each gets one answer, in groups none."""

TEXTS: dict[str, dict[str, Any]] = {
    "forwarded": {"forward_origin": {"type": "channel", "date": WHEN, "chat": NEWS, "message_id": 1}},
    "quoting": {"quote": {"text": "x", "position": 0}, "reply_to_message": {"message_id": 5, "date": WHEN, "chat": CHAT}},
    "external_reply": {"external_reply": {"origin": {"type": "hidden_user", "date": WHEN, "sender_user_name": "x"}}},
    "reply_to_story": {"reply_to_story": {"chat": NEWS, "id": 1}},
    "via_another_bot": {"via_bot": {"id": 77, "is_bot": True, "first_name": "x"}},
    "entities": {"entities": [{"type": "bold", "offset": 0, "length": 3}, {"type": "tomorrow", "offset": 900, "length": 1}]},
    "link": {"link_preview_options": {"is_disabled": True}, "effect_id": "1", "unknown_field": {"a": [1]}},
}
"""What may stand beside a text: a question all the same."""

SERVICE: dict[str, dict[str, Any]] = {
    "new_chat_members": {"new_chat_members": [WHO]},
    "left_chat_member": {"left_chat_member": WHO},
    "new_chat_title": {"new_chat_title": f"@gongkai_bot {TEXT}"},
    "new_chat_photo": {"new_chat_photo": [SIZED]},
    "delete_chat_photo": {"delete_chat_photo": True},
    "group_chat_created": {"group_chat_created": True},
    "auto_delete": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
    "migrate": {"migrate_to_chat_id": -1005},
    "pinned_message": {"pinned_message": {"message_id": 1, "date": 0, "chat": CHAT}},
    "write_access": {"write_access_allowed": {}},
    "users_shared": {"users_shared": {"request_id": 1, "users": []}},
    "payment": {"successful_payment": {**PAID, "provider_payment_charge_id": "1"}},
    "background": {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
    "topic": {"forum_topic_created": {"name": "x", "icon_color": 1}, "is_topic_message": True, "message_thread_id": 900},
    "video_chat": {"video_chat_started": {}},
    "boost": {"boost_added": {"boost_count": 1}},
    "giveaway": {"giveaway_created": {}},
    "gift": {"gift": {"gift": GIFT}},
    "checklist": {"checklist_tasks_added": {"tasks": []}},
    "price": {"paid_message_price_changed": {"paid_message_star_count": 1}},
    "tomorrow": {"service_of_tomorrow": {"a": 1}},
    "nothing": {},
}  # fmt: skip
"""What happened, rather than what somebody said: no answer."""
