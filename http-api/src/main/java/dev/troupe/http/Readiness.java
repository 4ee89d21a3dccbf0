package dev.troupe.http;

import java.util.concurrent.CompletionStage;

/** Whether a node takes work. */
@FunctionalInterface
interface Readiness {
  /** Completes if it does; fails with the reason, in words for whoever runs the node, if not. */
  CompletionStage<Void> check();
}
