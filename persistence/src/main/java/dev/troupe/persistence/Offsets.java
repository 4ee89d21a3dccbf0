package dev.troupe.persistence;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.persistence.query.Offset;

/** How far each projection has come. */
public interface Offsets {

  /** Where to go on; {@code Offset.noOffset()} for a projection that has saved nothing. */
  CompletionStage<Offset> load(String projection);

  CompletionStage<Void> save(String projection, Offset offset);
}
