package dev.troupe.cluster;

import java.time.Duration;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * Halts the process when it finds that it was suspended for longer than {@code
 * troupe.node.suspended-at-most}. For stores that do not refuse a second writer: asked first by
 * them, and not running where nobody asks.
 */
public final class SuspensionWatch implements Extension {
  private static final Id ID = new Id();
  private static final int LOOKS = 10;

  private static final class Id extends AbstractExtensionId<SuspensionWatch> {
    @Override
    public SuspensionWatch createExtension(ExtendedActorSystem system) {
      return new SuspensionWatch(system);
    }
  }

  private final Suspension suspension;

  public static SuspensionWatch get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /** The same, of a node that may have no such store: nobody is there to suspect it. */
  public static boolean isSuspected(ClassicActorSystemProvider system) {
    return system.classicSystem().hasExtension(ID) && get(system).isSuspected();
  }

  private SuspensionWatch(ExtendedActorSystem system) {
    var atMost = system.settings().config().getDuration("troupe.node.suspended-at-most");
    var halt = Halt.of(system);
    this.suspension = new Suspension(atMost, System::nanoTime, gap -> halt.because(sentence(gap)));
    var looking = Thread.ofPlatform().daemon().name("troupe-suspension").start(() -> look(atMost));
    system.registerOnTermination(looking::interrupt);
  }

  /** Whether nothing must be written any more: the process is about to end. */
  public boolean isSuspected() {
    return suspension.isSuspected();
  }

  private void look(Duration atMost) {
    try {
      while (true) {
        Thread.sleep(atMost.dividedBy(LOOKS));
        suspension.look();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(Duration gap) {
    return "this node was suspended for %d s: others may have taken over what it hosted, so it ends now; start it again"
        .formatted(gap.toSeconds());
  }
}
