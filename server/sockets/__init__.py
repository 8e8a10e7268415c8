"""Socket.IO: what visitors, agents and supervisors may send, and who is told what."""
