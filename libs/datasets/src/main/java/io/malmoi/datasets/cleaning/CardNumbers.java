package io.malmoi.datasets.cleaning;

import java.util.regex.Pattern;

/** Numbers of payment cards (ISO/IEC 7812), told by their groups and their check digit. */
final class CardNumbers {
    private static final Marking CARD = new Marking(
            Pattern.compile("(?:\\d{4}([- ]?)\\d{4}\\1\\d{4}\\1\\d{4}|3\\d{3}([- ]?)\\d{6}\\2\\d{4,5})(?![\\d-])"),
            Marking.NUMBER);

    private CardNumbers() {}

    static String mask(String text) {
        return CARD.replace(text, match -> isValid(match.group()) ? "#CardNumber#" : match.group());
    }

    /** Whether the check digit is right, by Luhn's formula. */
    private static boolean isValid(String number) {
        String digits = number.replaceAll("[- ]", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 1 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum > 0 && sum % 10 == 0;
    }
}
