package io.malmoi.datasets.cleaning;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Puts a mark where personal data stands: {@code #Email#}, {@code #SSN#}, {@code #CardNumber#}, {@code #PhoneNumber#},
 * {@code #DateAndTime#}, {@code #Address#}, {@code #Person1#}.
 *
 * <p>Finds what has a form of its own. A name that nothing tells, or an address without a number, is not found: this lowers
 * what a model can repeat about people, and is no proof that nothing is left.
 */
public final class PersonalData implements TextStep {
    private static final Pattern EMAIL =
            Pattern.compile("\\w[\\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,5}");
    private static final Marking RESIDENT = new Marking(
            Pattern.compile("\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\s?[-‐–]?\\s?"
                    + "[1-8](?:\\d{6}|\\d{0,5}[*●○xX]{1,6})(?![\\d*])"),
            Marking.NUMBER);
    private static final Marking DATE_AND_TIME = new Marking(
            dateAndTime(), (text, at) -> Marking.NUMBER.test(text, at) || "오새아낮저밤".indexOf(text.charAt(at)) >= 0);

    private final List<UnaryOperator<String>> masks;

    /** Masks data of these kinds. */
    public PersonalData(Collection<PersonalDataKind> kinds) {
        Set<PersonalDataKind> wanted = EnumSet.copyOf(kinds);
        this.masks = Arrays.stream(PersonalDataKind.values())
                .filter(wanted::contains)
                .map(PersonalData::mask)
                .toList();
    }

    private static UnaryOperator<String> mask(PersonalDataKind kind) {
        return switch (kind) {
            case EMAIL ->
                text -> text.indexOf('@') < 0 ? text : EMAIL.matcher(text).replaceAll("#Email#");
            case RESIDENT_REGISTRATION_NUMBER -> ifDigits(text -> RESIDENT.replace(text, "#SSN#"));
            case CARD_NUMBER -> ifDigits(CardNumbers::mask);
            case PHONE_NUMBER -> ifDigits(PersonalData::maskPhoneNumbers);
            case DATE_AND_TIME -> ifDigits(text -> DATE_AND_TIME.replace(text, "#DateAndTime#"));
            case ADDRESS -> ifDigits(Addresses::mask);
            case PERSON -> Persons::mask;
        };
    }

    private static UnaryOperator<String> ifDigits(UnaryOperator<String> mask) {
        return text -> hasDigit(text) ? mask.apply(text) : text;
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Marking.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return "personal-data";
    }

    @Override
    public String clean(String text) {
        String masked = text;
        for (UnaryOperator<String> mask : masks) {
            masked = mask.apply(masked);
        }
        return masked.equals(text) ? text : masked;
    }

    private static String maskPhoneNumbers(String text) {
        var masked = new StringBuilder();
        int copied = 0;
        for (PhoneNumber number = PhoneNumber.find(text, 0);
                number != null;
                number = PhoneNumber.find(text, number.end())) {
            masked.append(text, copied, number.begin()).append("#PhoneNumber#");
            copied = number.end();
        }
        return copied == 0 ? text : masked.append(text, copied, text.length()).toString();
    }

    private static Pattern dateAndTime() {
        String day = "(?:0?[1-9]|[12]\\d|3[01])";
        String month = "(?:0?[1-9]|1[0-2])";
        String date = "\\d{4}년(?!대)(?:\\s?" + month + "월(?:\\s?" + day + "일)?)?"
                + "|" + month + "월\\s?" + day + "일"
                + "|(?:19|20)\\d{2}[-./]\\s?" + month + "[-./]\\s?" + day + "\\.?(?!\\d)";
        String clock = "(?:(?:오전|오후|새벽|아침|낮|저녁|밤)\\s?)?(?:[01]?\\d|2[0-4])시(?:\\s?(?:[0-5]?\\d분|반))?(?![가-힣]{0,1}간)"
                + "|(?:(?:오전|오후)\\s?)?(?:[01]?\\d|2[0-4]):[0-5]\\d(?::[0-5]\\d)?(?!\\d)";
        String weekday = "(?:\\s?\\(?[월화수목금토일]요일\\)?|\\s?\\([월화수목금토일]\\))?";
        return Pattern.compile("(?:(?:" + date + ")" + weekday + "(?:\\s(?:" + clock + "))?|(?:" + clock + "))");
    }
}
