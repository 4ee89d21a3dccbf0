package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.EntityContract;

class EmbeddedEntityTest extends EntityContract {
  EmbeddedEntityTest() {
    super(ConfigFactory.empty());
  }
}
