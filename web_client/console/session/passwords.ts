/** As the server has it; it says no to shorter ones anyway. */
export const SHORTEST_PASSWORD = 10;
