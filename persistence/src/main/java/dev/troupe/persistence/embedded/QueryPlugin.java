package dev.troupe.persistence.embedded;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.query.ReadJournalProvider;

/** What Pekko loads for {@code troupe.embedded.query}. */
public final class QueryPlugin implements ReadJournalProvider {
  private final EmbeddedReadJournal journal;

  public QueryPlugin(ExtendedActorSystem system, Config config) {
    this.journal =
        new EmbeddedReadJournal(
            EmbeddedStore.get(system),
            config.getInt("page"),
            config.getDuration("refresh-interval"),
            config.getDuration("gathering"));
  }

  @Override
  public ScalaReadJournal scaladslReadJournal() {
    return new ScalaReadJournal(journal);
  }

  @Override
  public EmbeddedReadJournal javadslReadJournal() {
    return journal;
  }
}
