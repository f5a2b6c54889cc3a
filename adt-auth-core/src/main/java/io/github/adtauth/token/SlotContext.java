package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import java.util.concurrent.Executor;

/** What all slots of a cache share. */
record SlotContext(
    Timing timing, Executor executor, AuthListener listener, Backoff authorityBackoff) {}
