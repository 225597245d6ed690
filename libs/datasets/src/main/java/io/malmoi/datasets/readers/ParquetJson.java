package io.malmoi.datasets.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Rows of Parquet as JSON: lists as arrays, maps of text as objects (others as arrays of pairs), dates and times as ISO 8601 has
 * them, bytes that are no text in base 64. A value that is not there is null.
 */
final class ParquetJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ParquetJson() {}

    /**
     * The fields of a group.
     *
     * @throws IllegalArgumentException if a text is not UTF-8
     */
    static ObjectNode of(Group group) {
        ObjectNode object = JSON.objectNode();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            Type column = type.getType(field);
            object.set(
                    column.getName(),
                    column.isRepetition(Type.Repetition.REPEATED)
                            ? repeated(group, field)
                            : group.getFieldRepetitionCount(field) == 0 ? JSON.nullNode() : value(group, field, 0));
        }
        return object;
    }

    /**
     * The only value of a row, as text; empty if it is null.
     *
     * @throws IllegalArgumentException if it is not UTF-8
     */
    static String text(Group row) {
        if (row.getFieldRepetitionCount(0) == 0) {
            return "";
        }
        PrimitiveType type = row.getType().getType(0).asPrimitiveType();
        boolean bytes =
                type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY && type.getLogicalTypeAnnotation() == null;
        return bytes ? text(row.getBinary(0, 0)) : primitive(row, 0, 0, type).asText();
    }

    private static ArrayNode repeated(Group group, int field) {
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
            array.add(value(group, field, i));
        }
        return array;
    }

    private static JsonNode value(Group group, int field, int index) {
        Type type = group.getType().getType(field);
        if (type.isPrimitive()) {
            return primitive(group, field, index, type.asPrimitiveType());
        }
        Group inner = group.getGroup(field, index);
        if (type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            return list(inner);
        }
        return type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation ? map(inner) : of(inner);
    }

    /** A list's elements stand in a repeated field, most often each in a group of one field. */
    private static ArrayNode list(Group list) {
        ArrayNode array = JSON.arrayNode();
        boolean wrapped = !list.getType().getType(0).isPrimitive()
                && list.getType().getType(0).asGroupType().getFieldCount() == 1;
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (!wrapped) {
                array.add(value(list, 0, i));
                continue;
            }
            Group element = list.getGroup(0, i);
            array.add(element.getFieldRepetitionCount(0) == 0 ? JSON.nullNode() : value(element, 0, 0));
        }
        return array;
    }

    private static JsonNode map(Group map) {
        Type key = map.getType().getType(0).asGroupType().getType(0);
        if (!key.isPrimitive() || !isText(key.asPrimitiveType())) {
            return repeated(map, 0);
        }
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            boolean empty = entry.getType().getFieldCount() < 2 || entry.getFieldRepetitionCount(1) == 0;
            object.set(text(entry.getBinary(0, 0)), empty ? JSON.nullNode() : value(entry, 1, 0));
        }
        return object;
    }

    private static JsonNode primitive(Group group, int field, int index, PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> JSON.booleanNode(group.getBoolean(field, index));
            case FLOAT -> JSON.numberNode(group.getFloat(field, index));
            case DOUBLE -> JSON.numberNode(group.getDouble(field, index));
            case INT32 -> whole(group.getInteger(field, index), meaning);
            case INT64 -> whole(group.getLong(field, index), meaning);
            case INT96 -> bytes(group.getInt96(field, index));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(group.getBinary(field, index), type);
        };
    }

    private static JsonNode whole(long value, LogicalTypeAnnotation meaning) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return JSON.numberNode(BigDecimal.valueOf(value, decimal.getScale()));
        }
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return JSON.textNode(LocalDate.ofEpochDay(value).toString());
        }
        return meaning instanceof TimestampLogicalTypeAnnotation time
                ? JSON.textNode(timestamp(value, time))
                : JSON.numberNode(value);
    }

    private static String timestamp(long value, TimestampLogicalTypeAnnotation time) {
        ChronoUnit unit = switch (time.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
        Instant instant = Instant.EPOCH.plus(value, unit);
        return time.isAdjustedToUTC()
                ? instant.toString()
                : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    private static JsonNode binary(Binary value, PrimitiveType type) {
        if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            return JSON.numberNode(new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()));
        }
        return isText(type) ? JSON.textNode(text(value)) : bytes(value);
    }

    private static boolean isText(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                || meaning instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
                || meaning instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
    }

    private static JsonNode bytes(Binary value) {
        return JSON.textNode(Base64.getEncoder().encodeToString(value.getBytes()));
    }

    private static String text(Binary value) {
        try {
            return Encodings.strict(StandardCharsets.UTF_8)
                    .decode(value.toByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("has a text that is not UTF-8", e);
        }
    }
}
