"""Sectors as exports name them: enough to tell `technolgy` from a word that is meant."""

from __future__ import annotations

# After the sections of the UN's ISIC (rev. 4) and the words that CRM programs offer.
SECTORS = (
    "accounting", "advertising", "aerospace", "agriculture", "architecture", "arts", "automotive",
    "aviation", "banking", "beverages", "biotechnology", "chemicals", "communications",
    "construction", "consulting", "consumer goods", "cosmetics", "defense", "design", "e-commerce",
    "education", "electronics", "employment", "energy", "engineering", "entertainment",
    "environmental services", "fashion", "finance", "financial services", "food", "furniture",
    "gaming", "government", "hardware", "health", "healthcare", "hospitality", "insurance",
    "internet", "legal", "logistics", "manufacturing", "marketing", "media", "medical", "mining",
    "nonprofit", "packaging", "pharmaceuticals", "plastics", "professional services",
    "public administration", "publishing", "real estate", "recruitment", "research", "retail",
    "security", "services", "software", "sports", "technology", "telecommunications", "textiles",
    "tourism", "trade", "transportation", "travel", "utilities", "wholesale",
)  # fmt: skip
