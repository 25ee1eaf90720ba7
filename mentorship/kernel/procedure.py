"""What staff do when somebody is worried about safety, until the agency writes its own steps."""

from mentorship.kernel.words import N_

SAFETY_STEPS = (
    N_("Take it on the board, so that others see that somebody acts."),
    N_("Read what they told us. Do not wait until you are sure."),
    N_("Is a life in danger now? Call the emergency number. Tell them only what they need."),
    N_("Reach the person in their safe way. If there is none, do not call."),
    N_("Ask first: are you safe now, and can you talk? If not, end the call."),
    N_("Ask what they want to happen. Decide with them, step by step."),
    N_("Tell the safeguarding lead today what you know and what you did."),
    N_("Never tell the one it names, nor the other one of a pair."),
    N_("Log each step here. End it only when you know how it came out."),
)
