package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as JSONata reads it, and back. Objects and arrays are shown, not copied; what an expression
 * hands through unchanged comes back as the very same node.
 */
final class JsonViews {
  private static final double EXACT_AT_MOST = 9_007_199_254_740_992.0;

  private JsonViews() {}

  /** A view for the inside of objects and arrays, where JSON null is Java's null. */
  static @Nullable Object of(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> new ObjectView((ObjectNode) json);
      case ARRAY -> new ArrayView((ArrayNode) json);
      case STRING -> json.textValue();
      case BOOLEAN -> json.booleanValue();
      case NUMBER -> json.numberValue();
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }

  /** A view to bind to a variable, where Java's null would mean "not assigned". */
  static Object bindable(JsonNode json) {
    var view = of(json);
    return view == null ? Jsonata.NULL_VALUE : view;
  }

  /** Content that is bounded, for it was there before. */
  static boolean isView(@Nullable Object value) {
    return value instanceof ObjectView || value instanceof ArrayView;
  }

  /** By which it is known that two views show the same. */
  static Object identity(Object container) {
    return switch (container) {
      case ObjectView view -> view.json;
      case ArrayView view -> view.json;
      default -> container;
    };
  }

  /** Null for what JSON cannot hold: a function, a pattern. */
  static @Nullable JsonNode toJson(@Nullable Object value) {
    return switch (value) {
      case null -> NullNode.getInstance();
      case ObjectView view -> view.json;
      case ArrayView view -> view.json;
      case String text -> TextNode.valueOf(text);
      case Boolean flag -> BooleanNode.valueOf(flag);
      case Number number -> number(number);
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      default -> value.equals(Jsonata.NULL_VALUE) ? NullNode.getInstance() : null;
    };
  }

  private static JsonNode number(Number number) {
    var real = number.doubleValue();
    var whole = number.longValue();
    var isWhole = number instanceof Long || (real == whole && Math.abs(real) <= EXACT_AT_MOST);
    if (!isWhole) {
      return DoubleNode.valueOf(real);
    }
    // The form in which a parser reads it back, so that a value equals its stored self.
    return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
  }

  private static @Nullable JsonNode object(Map<?, ?> map) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var entry : map.entrySet()) {
      var member = toJson(entry.getValue());
      if (member == null) {
        return null;
      }
      object.set(String.valueOf(entry.getKey()), member);
    }
    return object;
  }

  private static @Nullable JsonNode array(List<?> list) {
    var array = JsonNodeFactory.instance.arrayNode(list.size());
    for (var element : list) {
      var item = toJson(element);
      if (item == null) {
        return null;
      }
      array.add(item);
    }
    return array;
  }

  private static final class ObjectView extends AbstractMap<String, @Nullable Object> {
    private final ObjectNode json;

    ObjectView(ObjectNode json) {
      this.json = json;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      var member = key instanceof String name ? json.get(name) : null;
      return member == null ? null : of(member);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key instanceof String name && json.has(name);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
      return new Members(json);
    }
  }

  private static final class Members extends AbstractSet<Map.Entry<String, @Nullable Object>> {
    private final ObjectNode json;

    Members(ObjectNode json) {
      this.json = json;
    }

    @Override
    public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
      var members = json.properties().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return members.hasNext();
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
          var member = members.next();
          return new AbstractMap.SimpleImmutableEntry<>(member.getKey(), of(member.getValue()));
        }
      };
    }

    @Override
    public int size() {
      return json.size();
    }
  }

  private static final class ArrayView extends AbstractList<@Nullable Object> {
    private final ArrayNode json;

    ArrayView(ArrayNode json) {
      this.json = json;
    }

    @Override
    public @Nullable Object get(int index) {
      return of(json.get(index));
    }

    @Override
    public int size() {
      return json.size();
    }
  }
}
