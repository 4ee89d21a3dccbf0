package dev.troupe.persistence.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.persistence.contract.StoreContract;

class EmbeddedStoreTest extends StoreContract {
  EmbeddedStoreTest() {
    super(ConfigFactory.empty());
  }
}
