# Makes of protocol.def or state.def what a later version may make of it; Later and LaterState are numbers that no version has.
s/^END_MESSAGE/FIELD(U64, later)\nEND_MESSAGE/
s/^\/\* ---- events from both ---- \*\//MESSAGE(COMMON_EVENT, 0x11ff, Later)\nFIELD(TEXT, text)\nEND_MESSAGE\n/
s/^\/\* ---- state of both ---- \*\//MESSAGE(STATE, 0x90ff, LaterState)\nFIELD(TEXT, text)\nEND_MESSAGE\n/
